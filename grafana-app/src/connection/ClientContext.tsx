import { GreenOpsClient } from '@greenops/core/api';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { grafanaTransport } from './grafanaTransport.ts';

const ClientContext = createContext<GreenOpsClient | null>(null);

interface ClientProviderProps {
  /** As saved in the plugin's settings; absent until an administrator has been there. */
  readonly apiUrl: string | undefined;
  readonly children: ReactNode;
}

export function ClientProvider({ apiUrl, children }: ClientProviderProps) {
  const client = useMemo(() => new GreenOpsClient(grafanaTransport(apiUrl)), [apiUrl]);
  return <ClientContext value={client}>{children}</ClientContext>;
}

export function useClient(): GreenOpsClient {
  const client = useContext(ClientContext);
  if (client === null) throw new Error('useClient needs a ClientProvider above it');
  return client;
}
