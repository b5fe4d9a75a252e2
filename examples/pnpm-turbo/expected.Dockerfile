FROM node:20 AS build
WORKDIR /app
RUN npm install --global pnpm@9.15.9
COPY pnpm-lock.yaml ./
RUN pnpm fetch
COPY . .
RUN pnpm install --recursive --offline --frozen-lockfile
RUN pnpm build
RUN CI=true pnpm install --prod --frozen-lockfile --ignore-scripts --prefer-offline --config.modules-cache-max-age=0

FROM node:20-slim
WORKDIR /app
RUN npm install --global pnpm@9.15.9
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/package.json ./package.json
COPY --from=build /app/packages/api/dist ./packages/api/dist
COPY --from=build /app/packages/api/node_modules ./packages/api/node_modules
COPY --from=build /app/packages/api/package.json ./packages/api/package.json
COPY --from=build /app/packages/prices/dist ./packages/prices/dist
COPY --from=build /app/packages/prices/node_modules ./packages/prices/node_modules
COPY --from=build /app/packages/prices/package.json ./packages/prices/package.json
COPY --from=build /app/pnpm-workspace.yaml ./pnpm-workspace.yaml
EXPOSE 3000
CMD ["pnpm", "--filter", "@shop/api", "start"]
