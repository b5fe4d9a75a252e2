FROM node:20 AS build

WORKDIR /usr/src/app

COPY package*.json ./
RUN npm ci
RUN npm prune --omit=dev

FROM node:20-slim
WORKDIR /usr/src/app
COPY --from=build /usr/src/app/node_modules ./node_modules

COPY . .

EXPOSE 3000
CMD ["node", "server.js"]
