"use strict";

const viewer = document.getElementById("viewer");

window.SwaggerUIBundle({
  url: viewer.dataset.contract,
  domNode: viewer,
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  validatorUrl: null,
  presets: [window.SwaggerUIBundle.presets.apis],
});
