FROM node:20-slim AS build
RUN npm install --global pm2@5.4.3
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build
RUN npm prune --omit=dev

FROM node:20-slim
RUN npm install --global pm2@5.4.3
WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/package.json ./package.json
COPY --from=build /app/dist ./dist
COPY --from=build /app/ecosystem.config.js ./ecosystem.config.js
EXPOSE 3000
CMD ["pm2-runtime", "ecosystem.config.js", "--env", "production"]
