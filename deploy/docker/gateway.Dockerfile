# The REST gateway: docker build -f deploy/docker/gateway.Dockerfile .
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY scripts scripts
COPY gateway gateway
ENV CGO_ENABLED=0
RUN scripts/build.sh release gateway

FROM debian:12-slim
RUN useradd --system --uid 10001 --no-create-home enlace
COPY --from=build /src/build/gateway/enlace-gateway /usr/local/bin/enlace-gateway
USER 10001
EXPOSE 8080 8443
ENTRYPOINT ["/usr/local/bin/enlace-gateway"]
