import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { startProgram } from './startProgram.ts';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // No such process: what is asked.
    return false;
  }
};

async function gone(pid: number): Promise<boolean> {
  for (let waited = 0; waited < 5000; waited += 50) {
    if (!isAlive(pid)) return true;
    await sleep(50);
  }
  return false;
}

describe('startProgram', () => {
  it('hands out what the program writes and how it ends', async () => {
    const program = startProgram('sh', ['-c', 'echo ready on 42; exit 3']);
    expect((await program.waitForOutput(/ready on (\d+)/, 5))[1]).toBe('42');
    expect(await program.exited).toBe(3);
    await program.stop();
  });

  it('says what a program wrote that ended without getting ready', async () => {
    const program = startProgram('sh', ['-c', 'echo no such option >&2; exit 2']);
    await expect(program.waitForOutput(/ready/, 5)).rejects.toThrow(
      /sh ended with code 2 before it wrote \/ready\/:\nno such option/,
    );
  });

  it('says so where the program is not there', async () => {
    const program = startProgram('greenops-no-such-program', []);
    await expect(program.waitForOutput(/ready/, 5)).rejects.toThrow(/ended with code 127/);
  });

  it('ends the program and waits for it, twice if need be', async () => {
    const program = startProgram('sh', ['-c', 'echo $$; exec sleep 60']);
    const pid = Number((await program.waitForOutput(/^(\d+)/, 5))[1]);
    expect(isAlive(pid)).toBe(true);
    await Promise.all([program.stop(), program.stop()]);
    expect(isAlive(pid)).toBe(false);
  });

  it('leaves no orphan when its own process is killed', async () => {
    const module = new URL('startProgram.ts', import.meta.url).href;
    const script = `
      const { startProgram } = await import(${JSON.stringify(module)});
      const program = startProgram('sh', ['-c', 'echo $$; exec sleep 60']);
      console.log((await program.waitForOutput(/^\\d+/, 5))[0]);
    `;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString().trim());
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    expect(await gone(pid)).toBe(true);
  }, 15_000);
});
