FROM node:20-slim AS build

# Compilers for packages that are built on install; tini is the container's first process
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      g++ \
      make \
      python3 \
      tini \
 && rm -rf /var/lib/apt/lists/*

WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY tsconfig.json ./
COPY src/ src/
RUN npm run build
RUN npm prune --omit=dev

FROM node:20-slim
# Compilers for packages that are built on install; tini is the container's first process
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      tini \
 && rm -rf /var/lib/apt/lists/*

WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/package.json ./package.json
COPY --from=build /app/dist ./dist

ENTRYPOINT ["tini", "--"]
CMD ["node", "dist/index.js"]
