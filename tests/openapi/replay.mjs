// Runs a workflow of n8n by the few nodes and forms of expression that the workflows in docs/n8n
// use, and prints what each node gave: {"<node>": [items]}. Expressions are JavaScript, as in n8n.
// Usage: node replay.mjs WORKFLOW URL KEY [SETTING=VALUE…]    settings replace those of "Ajustes"
import { readFileSync } from "node:fs";

const [file, url, key, ...settings] = process.argv.slice(2);
const workflow = JSON.parse(readFileSync(file, "utf8"));
const nodes = new Map(workflow.nodes.map((node) => [node.name, node]));
const given = new Map();
const replaced = new Map([["url", url], ...settings.map((text) => text.split(/=(.*)/s).slice(0, 2))]);

const nodeOutput = (name) => {
  const items = given.get(name);
  if (items === undefined) throw new Error(`${name} has not run`);
  return { first: () => ({ json: items[0] }), item: { json: items[0] }, all: () => items.map((json) => ({ json })) };
};

// A parameter that begins with = is a template; one that is a single {{ }} keeps the value's type.
function resolve(parameter, scope) {
  if (typeof parameter !== "string" || !parameter.startsWith("=")) return parameter;
  const all = { ...scope, $: nodeOutput };
  const evaluate = (code) => new Function(...Object.keys(all), `return (${code});`)(...Object.values(all));
  const whole = /^=\{\{((?:(?!\}\}).)*)\}\}$/s.exec(parameter);
  if (whole) return evaluate(whole[1]);
  return parameter.slice(1).replaceAll(/\{\{(.*?)\}\}/gs, (_, code) => evaluate(code));
}

const pairs = (list, scope) => (list?.parameters ?? []).map(({ name, value }) => [name, String(resolve(value, scope))]);

async function send(parameters, json, address) {
  const scope = { $json: json };
  const target = new URL(address ?? resolve(parameters.url, scope));
  for (const [name, value] of pairs(parameters.queryParameters, scope)) target.searchParams.append(name, value);
  const headers = { "X-Api-Key": key, ...Object.fromEntries(pairs(parameters.headerParameters, scope)) };
  const body = parameters.sendBody ? resolve(parameters.jsonBody, scope) : undefined;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const answer = await fetch(target, { method: parameters.method, headers, body });
  const text = await answer.text();
  // Left to find out the format, n8n takes application/problem+json for text, and gives it as `data`.
  const format = parameters.options.response?.response?.responseFormat;
  const isJSON = format === "json" || (answer.headers.get("content-type") ?? "").includes("application/json");
  if (!isJSON) return { statusCode: answer.status, data: text };
  return { statusCode: answer.status, body: text === "" ? undefined : JSON.parse(text) };
}

async function httpRequest({ parameters }, json) {
  const { neverError, fullResponse } = parameters.options.response?.response ?? {};
  const paging = parameters.options.pagination?.pagination;
  const items = [];
  for (let address; ; ) {
    const answer = await send(parameters, json, address);
    if (answer.statusCode >= 400 && !neverError) throw new Error(answer.body?.detail ?? answer.data);
    items.push(fullResponse ? answer : answer.body);
    const scope = { $response: answer };
    if (paging === undefined || resolve(paging.completeExpression, scope)) return [items];
    if (items.length > 100) throw new Error("the list has no end");
    address = resolve(paging.nextURL, scope);
  }
}

function set({ name, parameters }, json) {
  if (parameters.mode === "raw") return [[JSON.parse(parameters.jsonOutput)]];
  const made = parameters.assignments.assignments.map(({ name: field, value, type }) => {
    const fresh = name === "Ajustes" && replaced.has(field) ? replaced.get(field) : resolve(value, { $json: json });
    return [field, type === "string" ? String(fresh) : Number(fresh)];
  });
  return [[Object.fromEntries(made)]];
}

function branch({ parameters }, json) {
  const [{ leftValue, rightValue, operator }] = parameters.conditions.conditions;
  if (operator.operation !== "equals") throw new Error(`no operation ${operator.operation}`);
  return resolve(leftValue, { $json: json }) === rightValue ? [[json], []] : [[], [json]];
}

const kinds = {
  "n8n-nodes-base.manualTrigger": () => [[{}]],
  "n8n-nodes-base.set": set,
  "n8n-nodes-base.if": branch,
  "n8n-nodes-base.splitOut": ({ parameters }, json) => [json[parameters.fieldToSplitOut]],
  "n8n-nodes-base.httpRequest": httpRequest,
};

async function run(name, items) {
  const node = nodes.get(name);
  const outputs = [];
  for (const json of items) {
    const gave = await kinds[node.type](node, json);
    gave.forEach((list, i) => (outputs[i] = [...(outputs[i] ?? []), ...list]));
  }
  given.set(name, outputs.flat());
  for (const [i, links] of (workflow.connections[name]?.main ?? []).entries()) {
    if (outputs[i]?.length) for (const link of links) await run(link.node, outputs[i]);
  }
}

await run("Inicio", [{}]);
console.log(JSON.stringify(Object.fromEntries(given)));
