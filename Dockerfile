# syntax=docker/dockerfile:1
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
# Git's history is not copied, so the version is an argument.
ARG VERSION=""
# A second build compiles only what has changed.
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 go build -trimpath -ldflags="-s -w -X main.built=${VERSION}" -o /out/meetingbot ./cmd/meetingbot && mkdir /out/data

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /out/meetingbot /usr/local/bin/meetingbot
# The folder of the SQLite file; DATABASE_URL=postgres://… needs no volume.
COPY --from=build --chown=nonroot:nonroot /out/data /data
VOLUME /data
ENV DATABASE_URL=sqlite:/data/meetingbot.db
USER nonroot:nonroot
EXPOSE 8080
# The image has no shell and no curl: the binary asks its own /healthz.
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["/usr/local/bin/meetingbot", "health"]
ENTRYPOINT ["/usr/local/bin/meetingbot"]
CMD ["serve"]
