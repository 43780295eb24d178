# signet, the injector: adds the gateway to the pods of workloads. Context: the root of the repository; deploy/images/build builds it.
ARG SDK=mcr.microsoft.com/dotnet/sdk:10.0
# Needs ASP.NET Core and ICU: without ICU text can't be normalised, and the service doesn't start.
ARG BASE=mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra

FROM ${SDK} AS build
WORKDIR /src
COPY . .
RUN dotnet restore services/injector/Signet.Injector.Host --locked-mode \
 && dotnet publish services/injector/Signet.Injector.Host --configuration Release --no-restore --output /out \
 && awk -f deploy/images/sbom.awk /out/Signet.Injector.Host.deps.json > /out/sbom.cdx.json

FROM ${BASE}
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="signet-injector" \
      org.opencontainers.image.description="signet, the injector: adds the gateway to the pods of workloads" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      dev.signet.sbom="/app/sbom.cdx.json"
# Diagnostics would write sockets into /tmp, and the root file system is read-only.
ENV DOTNET_EnableDiagnostics=0 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=false
WORKDIR /app
COPY --from=build /out .
USER 10001:10001
EXPOSE 8443 8444
ENTRYPOINT ["dotnet", "/app/Signet.Injector.Host.dll"]
