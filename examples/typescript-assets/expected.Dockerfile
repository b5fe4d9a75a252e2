FROM node:20-slim AS build
WORKDIR /srv/letters
COPY package*.json ./
RUN npm ci
COPY . .
RUN npm run build
RUN npm prune --omit=dev

FROM node:20-slim
WORKDIR /srv/letters
COPY --from=build /srv/letters/node_modules ./node_modules
COPY --from=build /srv/letters/package.json ./package.json
COPY --from=build /srv/letters/dist ./dist
COPY --from=build /srv/letters/locales ./locales
COPY --from=build /srv/letters/settings.json ./settings.json
ENV LETTERS_LANG=de
CMD ["node", "dist/src/main.js"]
