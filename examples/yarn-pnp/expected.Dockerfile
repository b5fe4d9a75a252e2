FROM node:20 AS build
WORKDIR /app
RUN npm install --global --force @yarnpkg/cli-dist@4.9.1
# Packages come from where npm takes them
RUN yarn config set --home npmRegistryServer "$(npm config get registry)"
COPY package.json yarn.lock .yarnrc.yml ./
RUN yarn install --immutable
COPY . .
RUN yarn build

FROM node:20-slim
WORKDIR /app
COPY --from=build /app/package.json /app/.pnp.cjs /app/.yarnrc.yml /app/yarn.lock ./
COPY --from=build /app/.yarn ./.yarn
COPY --from=build /app/dist ./dist
COPY --from=build /root/.yarn/berry/cache /root/.yarn/berry/cache
EXPOSE 3000
CMD ["node", "-r", "./.pnp.cjs", "dist/index.js"]
