FROM node:20 AS build

WORKDIR /site
COPY package.json package-lock.json ./
RUN npm ci
COPY . .

# Baked into the pages when they are built
ARG VITE_TITLE="A small site"
RUN npm run build

FROM node:20-slim
WORKDIR /site
COPY --from=build /site/dist ./dist

# A static file server
RUN npm install --global serve@14.2.4
EXPOSE 8080
CMD ["serve", "--single", "dist", "--listen", "8080"]
