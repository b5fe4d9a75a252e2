FROM node:20-slim AS build
WORKDIR /app
COPY . .
RUN npm ci && npm run compile
RUN npm prune --omit=dev

FROM node:20-slim
WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/package.json ./package.json
COPY --from=build /app/config ./config
COPY --from=build /app/dist ./dist
CMD ["npm", "start", "--silent"]
