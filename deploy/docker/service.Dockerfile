# One service: docker build -f deploy/docker/service.Dockerfile --build-arg SERVICE=patient .
# The target `setup` holds what prepares the database and the keys.
FROM debian:12 AS build
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]
WORKDIR /src
COPY scripts scripts
RUN scripts/install-deps.sh build
COPY . .
RUN scripts/build.sh release services && scripts/tool.sh --path goose

FROM debian:12-slim AS base
WORKDIR /enlace
COPY scripts scripts
RUN scripts/install-deps.sh image \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /enlace enlace \
 && install -d -o enlace -g enlace -m 0700 /state /checkpoints /tls /authority

FROM base AS setup
RUN scripts/install-deps.sh client && rm -rf /var/lib/apt/lists/*
COPY migrations migrations
COPY deploy deploy
COPY --from=build /src/build/tools/goose /usr/local/bin/goose
COPY --from=build /src/build/release/services/auth/enlace-auth /usr/local/bin/enlace-auth
COPY --from=build /src/build/release/services/audit/enlace-audit /usr/local/bin/enlace-audit
USER 10001
ENTRYPOINT ["deploy/docker/setup.sh"]

FROM base AS service
ARG SERVICE
COPY --from=build /src/build/release/services/${SERVICE}/enlace-${SERVICE} /usr/local/bin/service
USER 10001
ENTRYPOINT ["/usr/local/bin/service"]
