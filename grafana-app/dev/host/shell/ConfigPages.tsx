import { type AppPlugin, PluginContextProvider } from '@grafana/data';
import { Tab, TabContent, TabsBar } from '@grafana/ui';
import { useState } from 'react';
import type { PluginMeta } from '../plugin/loadPlugin.ts';
import { PluginPageStandIn } from './PluginPageStandIn.tsx';

interface ConfigPagesProps {
  readonly plugin: AppPlugin<object>;
  readonly meta: PluginMeta;
}

/** What Grafana shows at /plugins/<id>: the configuration pages of the plugin as tabs. */
export function ConfigPages({ plugin, meta }: ConfigPagesProps) {
  const pages = plugin.configPages ?? [];
  const [chosen, setChosen] = useState(pages[0]?.id);
  const Body = pages.find(({ id }) => id === chosen)?.body;
  return (
    <PluginPageStandIn pageNav={{ text: meta.name, subTitle: meta.info.description }}>
      <TabsBar>
        {pages.map(({ id, title }) => (
          <Tab key={id} label={title} active={id === chosen} onChangeTab={() => setChosen(id)} />
        ))}
      </TabsBar>
      <TabContent style={{ paddingTop: 24 }}>
        {Body && (
          <PluginContextProvider meta={meta}>
            <Body plugin={plugin} query={{}} />
          </PluginContextProvider>
        )}
      </TabContent>
    </PluginPageStandIn>
  );
}
