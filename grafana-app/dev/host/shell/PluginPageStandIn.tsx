import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import type { PluginPageProps } from '@grafana/runtime';
import { TextLink, useStyles2 } from '@grafana/ui';
import { useContext } from 'react';
import { NavigationContext } from './NavigationContext.ts';

/** Title, subtitle and padding as Grafana's own page component gives them. */
export function PluginPageStandIn({ children, pageNav, subTitle, actions, renderTitle }: PluginPageProps) {
  const styles = useStyles2(getStyles);
  const page = useContext(NavigationContext);
  const title = pageNav?.text ?? page?.text ?? '';
  const parent = pageNav?.parentItem;
  return (
    <main className={styles.page}>
      <header className={styles.header}>
        <div>
          {parent?.url && (
            <TextLink href={parent.url} variant="bodySmall">
              {parent.text}
            </TextLink>
          )}
          {renderTitle ? renderTitle(title) : <h1 className={styles.title}>{title}</h1>}
          <div className={styles.subTitle}>{pageNav?.subTitle ?? subTitle}</div>
        </div>
        {actions}
      </header>
      {children}
    </main>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({
    flex: 1,
    minWidth: 0,
    padding: theme.spacing(3),
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    [theme.breakpoints.down('md')]: { padding: theme.spacing(2), borderWidth: '1px 0 0 0' },
  }),
  header: css({ display: 'flex', justifyContent: 'space-between', gap: theme.spacing(2) }),
  title: css({ marginBottom: theme.spacing(0.5) }),
  subTitle: css({ color: theme.colors.text.secondary, marginBottom: theme.spacing(3) }),
});
