import { createApp } from '@backstage/frontend-defaults';

/** The portal in which the plugin runs here; `app.packages: all` finds every frontend plugin it depends on. */
export const app = createApp();
