# syntax=docker/dockerfile:1.7
# The gateway silo, or with --build-arg PROGRAM=UsageCluster.Standalone the one-process server. docs/deploying.md says how it is built and run.

FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
ARG PROGRAM=UsageCluster.Silo
WORKDIR /source
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# A layer of its own: packages are restored again only when a project file or a central version changes.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY src/Directory.Build.props src/BannedSymbols.txt src/
COPY src/UsageCluster.Core/UsageCluster.Core.csproj src/UsageCluster.Core/
COPY src/UsageCluster.Actors/UsageCluster.Actors.csproj src/UsageCluster.Actors/
COPY src/UsageCluster.Ledger.Postgres/UsageCluster.Ledger.Postgres.csproj src/UsageCluster.Ledger.Postgres/
COPY src/UsageCluster.Ledger.Sqlite/UsageCluster.Ledger.Sqlite.csproj src/UsageCluster.Ledger.Sqlite/
COPY src/UsageCluster.Gateway/UsageCluster.Gateway.csproj src/UsageCluster.Gateway/
COPY src/UsageCluster.Grains/UsageCluster.Grains.csproj src/UsageCluster.Grains/
COPY src/UsageCluster.Silo/UsageCluster.Silo.csproj src/UsageCluster.Silo/
COPY src/UsageCluster.Standalone/UsageCluster.Standalone.csproj src/UsageCluster.Standalone/
RUN dotnet restore "src/${PROGRAM}/${PROGRAM}.csproj" --use-current-runtime -p:PublishReadyToRun=true

COPY .editorconfig ./
COPY src/ src/
# One name for either program, since the final image has no shell that could choose. An empty /data, so that a volume there belongs to the user.
# Compiled ahead of time for the image's own processor: a container starts, and answers its first requests, with less to compile.
RUN dotnet publish "src/${PROGRAM}/${PROGRAM}.csproj" --configuration Release --no-restore --output /out/app \
      --use-current-runtime --self-contained false -p:PublishReadyToRun=true \
    && ln -s "${PROGRAM}" /out/app/usagecluster \
    && mkdir /out/data

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
ARG PROGRAM=UsageCluster.Silo
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="${PROGRAM}" \
      org.opencontainers.image.description="Exact usage metering" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.licenses="MIT"
WORKDIR /app
COPY --from=build /out/app ./
COPY --from=build --chown=$APP_UID:$APP_UID /out/data /data
# Every interface: a container's own loopback is reached by nobody.
ENV ASPNETCORE_URLS=http://+:8080
USER $APP_UID
# 8080 HTTP; 11111 silo to silo; 30000 the recorder's clients. Only /tmp and, with the embedded store, /data are written to.
EXPOSE 8080 11111 30000
ENTRYPOINT ["/app/usagecluster"]
