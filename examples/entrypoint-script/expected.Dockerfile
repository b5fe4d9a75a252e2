FROM node:20 AS build
WORKDIR /opt/greeter

COPY package.json package-lock.json tsconfig.json ./
RUN npm ci
COPY src src
RUN npx tsc
RUN npm prune --omit=dev

FROM node:20-slim
WORKDIR /opt/greeter
COPY --from=build /opt/greeter/node_modules ./node_modules
COPY --from=build /opt/greeter/package.json ./package.json
COPY --from=build /opt/greeter/lib ./lib

# Sets defaults, then runs whatever the container is given
COPY docker-entrypoint.sh /docker-entrypoint.sh
RUN chmod +x /docker-entrypoint.sh
ENTRYPOINT ["/docker-entrypoint.sh"]
CMD ["node", "lib/greeter.js"]
