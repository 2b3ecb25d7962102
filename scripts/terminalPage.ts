import { spawnSync } from 'node:child_process';
import { relative } from 'node:path';
import { ROOT } from './suite.ts';

/** A "select graphic rendition" sequence: ESC [ codes m. */
const SGR = new RegExp(`${String.fromCharCode(27)}\\[([\\d;]*)m`);

/** The sixteen colours of a terminal, as a browser draws them. */
const COLOURS = ['#484f58', '#ff7b72', '#3fb950', '#d29922', '#58a6ff', '#bc8cff', '#39c5cf', '#b1bac4'];

interface Style {
  bold: boolean;
  dim: boolean;
  inverse: boolean;
  colour: string | null;
}

function applyCode(style: Style, code: number): void {
  if (code === 0) Object.assign(style, { bold: false, dim: false, inverse: false, colour: null });
  else if (code === 1) style.bold = true;
  else if (code === 2) style.dim = true;
  else if (code === 7) style.inverse = true;
  else if (code === 27) style.inverse = false;
  else if (code === 22) Object.assign(style, { bold: false, dim: false });
  else if (code === 39) style.colour = null;
  else if (code >= 30 && code <= 37) style.colour = COLOURS[code - 30] ?? null;
  else if (code >= 90 && code <= 97) style.colour = COLOURS[code - 90] ?? null;
}

function cssOf({ bold, dim, inverse, colour }: Style): string {
  const paint = inverse
    ? `background:${colour ?? '#e6edf3'};color:#0d1117;`
    : colour === null
      ? ''
      : `color:${colour};`;
  return `${paint}${bold ? 'font-weight:700;' : ''}${dim ? 'opacity:.6;' : ''}`;
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function ansiToHtml(output: string): string {
  const style: Style = { bold: false, dim: false, inverse: false, colour: null };
  return output
    .split(SGR)
    .map((part, index) => {
      if (index % 2 === 1) {
        for (const code of part.split(';')) applyCode(style, Number(code));
        return '';
      }
      const css = cssOf(style);
      return css ? `<span style="${css}">${escapeHtml(part)}</span>` : escapeHtml(part);
    })
    .join('');
}

/** A page that shows what the command line really prints on a terminal of that width. */
export function terminalPage(parameters: readonly string[], columns: number): string {
  const { stdout } = spawnSync(process.execPath, ['core/bin/greenops.js', ...parameters], {
    cwd: ROOT,
    env: { ...process.env, FORCE_COLOR: '1', COLUMNS: String(columns) },
  });
  const shown = parameters.map(parameter =>
    parameter.startsWith(ROOT) ? relative(ROOT, parameter) : parameter,
  );
  return `<!doctype html><meta charset="utf-8"><body style="margin:0;background:#0d1117">
<pre style="display:inline-block;margin:0;padding:20px;background:#0d1117;color:#e6edf3;font:14px/1.35 'DejaVu Sans Mono',monospace">$ greenops ${escapeHtml(shown.join(' '))}
${ansiToHtml(stdout.toString())}</pre>`;
}
