# A static binary in an empty image: nothing else to keep up to date.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
COPY tools tools
RUN go mod download
COPY . .
ARG VERSION=dev
RUN CGO_ENABLED=1 make build BIN=/ashar TAGS="-tags netgo,osusergo,sqlite_omit_load_extension" \
      LDFLAGS="-s -w -funcalign=16 -X main.version=${VERSION} -linkmode external -extldflags '-static'" \
 && mkdir /data

FROM scratch
COPY --from=build /ashar /ashar
COPY --from=build --chown=65532:65532 /data /data
USER 65532:65532
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s CMD ["/ashar", "health", "--addr", "127.0.0.1:8080"]
ENTRYPOINT ["/ashar", "serve", "--addr", "0.0.0.0:8080", "--data", "/data"]
