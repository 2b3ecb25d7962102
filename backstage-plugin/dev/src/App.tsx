import { createApp } from '@backstage/frontend-defaults';
import { signInModule } from './signIn';

/** The portal in which the plugin runs here; `app.packages: all` finds every frontend plugin it depends on. */
export const app = createApp({ features: [signInModule] });
