import { css, cx } from '@emotion/css';
import { type GrafanaTheme2, type NavModelItem } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';
import { useLocation } from 'host:router6-compat';
import type { MouseEvent, ReactNode } from 'react';
import type { PluginMeta } from '../plugin/loadPlugin.ts';
import { HEADER_HEIGHT_PX } from '../services/installServices.ts';
import { NavigationContext } from './NavigationContext.ts';

interface ShellProps {
  readonly meta: PluginMeta;
  readonly children: ReactNode;
}

const go = (url: string) => (event: MouseEvent) => {
  event.preventDefault();
  locationService.push(url);
};

/** A frame like Grafana's, with the app's pages to choose from. It says that it is not Grafana. */
export function Shell({ meta, children }: ShellProps) {
  const styles = useStyles2(getStyles);
  const { pathname } = useLocation();
  const pages = meta.includes
    .filter(({ type, addToNav }) => type === 'page' && addToNav)
    .map(({ name, path }): Required<Pick<NavModelItem, 'text' | 'url'>> => ({ text: name, url: path ?? '' }));
  const active = pages.find(({ url }) => pathname.startsWith(url));
  return (
    <NavigationContext value={active}>
      <div className={styles.window}>
        <div className={styles.header}>
          <strong>{meta.name}</strong>
          <span className={styles.remark}>
            A stand-in host page, not Grafana: it runs the plugin’s production build without a Grafana server.
          </span>
        </div>
        <div className={styles.body}>
          <nav className={styles.navigation} aria-label="Pages of the app">
            {pages.map(({ text, url }) => (
              <a
                key={url}
                href={url}
                onClick={go(url)}
                className={cx(styles.link, active?.url === url && styles.active)}
                aria-current={active?.url === url ? 'page' : undefined}
              >
                {text}
              </a>
            ))}
          </nav>
          {children}
        </div>
      </div>
    </NavigationContext>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  window: css({ minHeight: '100vh', background: theme.colors.background.canvas }),
  header: css({
    minHeight: HEADER_HEIGHT_PX,
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: theme.spacing(2),
    padding: theme.spacing(0.5, 2),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    background: theme.colors.background.primary,
  }),
  remark: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  body: css({
    display: 'flex',
    paddingTop: theme.spacing(2),
    paddingRight: theme.spacing(2),
    [theme.breakpoints.down('md')]: { flexDirection: 'column', paddingTop: 0, paddingRight: 0 },
  }),
  navigation: css({
    flex: '0 0 180px',
    display: 'flex',
    flexDirection: 'column',
    padding: theme.spacing(1, 2),
    [theme.breakpoints.down('md')]: { flex: 'none', flexDirection: 'row', padding: theme.spacing(1) },
  }),
  link: css({
    padding: theme.spacing(0.75, 1.5),
    borderRadius: theme.shape.radius.default,
    color: theme.colors.text.secondary,
    '&:hover': { color: theme.colors.text.primary, background: theme.colors.action.hover },
  }),
  active: css({
    color: theme.colors.text.primary,
    background: theme.colors.action.selected,
    fontWeight: theme.typography.fontWeightMedium,
  }),
});
