# The backend without a portal. Built from the repository's root: docker compose build backend
FROM node:24.11.0-bookworm-slim AS dependencies
WORKDIR /greenops
# Manifests alone, so that a change of code does not install everything again.
COPY package.json package-lock.json ./
COPY core/package.json core/
COPY core/bin core/bin
COPY grafana-app/package.json grafana-app/
COPY backstage-plugin/package.json backstage-plugin/
COPY backstage-plugin/dev/package.json backstage-plugin/dev/
COPY backstage-backend/package.json backstage-backend/
COPY backstage-backend/dev/package.json backstage-backend/dev/
# The workspaces of the backend only; Postgres is a service of its own, so none comes from npm.
RUN npm ci --omit=dev --omit=optional --no-audit --no-fund --workspace=backend

FROM node:24.11.0-bookworm-slim
ENV NODE_ENV=production
WORKDIR /greenops
COPY --from=dependencies /greenops ./
COPY app-config.yaml app-config.production.yaml ./
COPY core/src core/src
COPY backstage-backend/config.schema.json backstage-backend/
COPY backstage-backend/src backstage-backend/src
COPY backstage-backend/dev/src backstage-backend/dev/src
COPY provisioning/recordings provisioning/recordings
COPY provisioning/supabase provisioning/supabase
COPY LICENSE ./
# The image's own unprivileged user; nothing below /greenops is its to write.
USER node
EXPOSE 7007
CMD ["node", "backstage-backend/dev/src/index.ts", "--config", "app-config.yaml", "--config", "app-config.production.yaml"]
