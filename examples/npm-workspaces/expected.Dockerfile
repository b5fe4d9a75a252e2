FROM node:20 AS build
WORKDIR /app
COPY . .
RUN npm ci
RUN npm run build --workspace @shop/prices --workspace @shop/api
RUN npm prune --omit=dev

FROM node:20-slim
WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/package.json ./package.json
COPY --from=build /app/packages/api/dist ./packages/api/dist
COPY --from=build /app/packages/api/package.json ./packages/api/package.json
COPY --from=build /app/packages/prices/dist ./packages/prices/dist
COPY --from=build /app/packages/prices/package.json ./packages/prices/package.json
EXPOSE 3000
CMD ["npm", "start", "--workspace", "@shop/api"]
