import { ProxiedSignInPage } from '@backstage/core-components';
import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { SignInPageBlueprint, type SignInPageProps } from '@backstage/plugin-app-react';

/** The portal is on loopback: whoever reaches it is the guest, and need not click to say so. */
const GuestSignIn = (props: SignInPageProps) => <ProxiedSignInPage {...props} provider="guest" />;

export const signInModule = createFrontendModule({
  pluginId: 'app',
  extensions: [SignInPageBlueprint.make({ params: { loader: async () => GuestSignIn } })],
});
