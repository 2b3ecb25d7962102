import { css } from '@emotion/css';
import type { AppPluginMeta, PluginConfigPageProps } from '@grafana/data';
import { Alert, Button, Field, FieldSet, Input, SecretInput, Stack, useStyles2 } from '@grafana/ui';
import { describeError } from '@greenops/core/model';
import { type FormEvent, useState } from 'react';
import type { PluginSettings } from '../pluginSettings.ts';
import { ConnectionTest } from './ConnectionTest.tsx';
import { apiUrlProblem, tidyApiUrl } from './apiUrl.ts';
import { saveSettings } from './saveSettings.ts';

export type ConfigurationProps = PluginConfigPageProps<AppPluginMeta<PluginSettings>>;

/** Where the backend is and how to prove who asks; with a test that says what is wrong. */
export function ConfigurationPage({ plugin: { meta } }: ConfigurationProps) {
  const styles = useStyles2(getStyles);
  const saved = meta.jsonData?.apiUrl ?? '';
  const tokenSaved = Boolean(meta.secureJsonFields?.['apiToken']);
  const [apiUrl, setApiUrl] = useState(saved);
  const [token, setToken] = useState('');
  const [keepToken, setKeepToken] = useState(tokenSaved);
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);

  const problem = apiUrlProblem(apiUrl);
  const changed = tidyApiUrl(apiUrl) !== saved || !keepToken;
  const complete = problem === null && (keepToken || token !== '');

  const save = async (event: FormEvent) => {
    event.preventDefault();
    setSaving(true);
    setFailure(null);
    try {
      await saveSettings(meta, { apiUrl: tidyApiUrl(apiUrl) }, keepToken ? null : { apiToken: token });
      // Grafana hands settings to a plugin when it loads the page; there is no way to change them in it.
      window.location.reload();
    } catch (error) {
      setFailure(error);
      setSaving(false);
    }
  };

  return (
    <Stack direction="column" gap={3}>
      <form className={styles.form} onSubmit={event => void save(event)}>
        <FieldSet label="GreenOps backend">
          <Field
            label="API URL"
            description="As Grafana's server reaches it, without a path, for example http://greenops:7007"
            invalid={apiUrl !== '' && problem !== null}
            error={problem}
          >
            <Input
              id="api-url"
              type="url"
              value={apiUrl}
              placeholder="http://greenops:7007"
              onChange={event => setApiUrl(event.currentTarget.value)}
            />
          </Field>
          <Field
            label="API token"
            description="The token the backend was started with. Grafana keeps it encrypted and adds it to requests; browsers never see it."
          >
            <SecretInput
              id="api-token"
              value={token}
              isConfigured={keepToken}
              placeholder="Token"
              onChange={event => setToken(event.currentTarget.value)}
              onReset={() => setKeepToken(false)}
            />
          </Field>
          <Button type="submit" icon={saving ? 'spinner' : 'save'} disabled={!complete || !changed || saving}>
            Save
          </Button>
        </FieldSet>
      </form>
      {failure !== null && <Alert severity="error" title="Not saved">{`${describeError(failure)}.`}</Alert>}
      <ConnectionTest apiUrl={saved === '' ? undefined : saved} unsaved={changed} />
    </Stack>
  );
}

const getStyles = () => ({ form: css({ maxWidth: 560 }) });
