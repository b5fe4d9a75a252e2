FROM node:20 AS build

WORKDIR /app
COPY package*.json ./
RUN npm ci
COPY . .
RUN npm run build
RUN npm prune --omit=dev

FROM node:20-slim
RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*

WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/package.json ./package.json
COPY --from=build /app/dist ./dist

ENV PORT=8080 METRICS_PREFIX="app "
EXPOSE 8080
HEALTHCHECK --interval=1s --timeout=3s --retries=5 CMD curl -fs http://localhost:8080/health || exit 1
USER node
CMD ["node", "dist/server.js"]
