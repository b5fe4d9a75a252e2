FROM node:20 AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build && cp -r public .next/standalone/public && cp -r .next/static .next/standalone/.next/static

FROM node:20-slim
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
COPY --from=build /app/.next/standalone ./.next/standalone
ENV HOSTNAME=0.0.0.0
EXPOSE 3000
CMD ["node", ".next/standalone/server.js"]
