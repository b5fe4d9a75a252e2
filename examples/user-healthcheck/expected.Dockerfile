# escape=\
# Metrics service
FROM node:20 AS build

ARG VERSION=dev
ARG VCS_REF

ENV PORT=8080 \
    METRICS_PREFIX="app "

WORKDIR /srv/app
COPY --chown=node:node package*.json ./
RUN npm ci
COPY --chown=node:node . .
RUN npm run build
RUN npm prune --omit=dev

FROM node:20-slim
ARG VERSION=dev
ARG VCS_REF
LABEL org.opencontainers.image.title="metrics" \
      org.opencontainers.image.version=$VERSION \
      # the commit that the image was built from
      org.opencontainers.image.revision=$VCS_REF

ENV PORT=8080 \
    METRICS_PREFIX="app "

WORKDIR /srv/app
COPY --from=build /srv/app/node_modules ./node_modules
COPY --from=build --chown=node:node /srv/app/package.json ./package.json
COPY --from=build /srv/app/dist ./dist
COPY --from=build --chown=node:node /srv/app/scripts ./scripts

USER node
EXPOSE $PORT
STOPSIGNAL SIGINT
HEALTHCHECK --interval=1s --timeout=3s --retries=5 CMD ["node", "scripts/healthcheck.js"]
CMD ["node", "dist/server.js"]
