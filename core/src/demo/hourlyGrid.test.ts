import { unixSeconds } from '../model/index.ts';
import { hourlyGrid } from './hourlyGrid.ts';
import { Random } from './random.ts';

const START = Date.UTC(2026, 10, 2) / 1000;
const WINDOW = { start: unixSeconds(START), end: unixSeconds(START + 14 * 86_400) };
const RHYTHM = {
  zone: 'BE',
  annual: 103.37,
  source: 'Google’s figure for 2024',
  solar: 0.35,
  evening: 0.25,
  wind: 0.12,
  marginal: 420,
};
const made = (seed = 'a') => hourlyGrid(RHYTHM, WINDOW, 1, new Random(seed));

describe('hourlyGrid', () => {
  it('tells every hour of the window and two days to come, and keeps the annual mean', () => {
    const { hourly, forecast, marginal } = made();
    expect(hourly).toHaveLength(336);
    expect(hourly[0]?.hour).toBe(START);
    expect(forecast[0]?.hour).toBe(WINDOW.end);
    expect(forecast).toHaveLength(48);
    expect(marginal?.hourly).toHaveLength(336);
    const mean = hourly.reduce((total, { intensity }) => total + intensity, 0) / 336;
    expect(mean).toBeCloseTo(103.37, 1);
    expect(Math.min(...hourly.map(({ intensity }) => Number(intensity)))).toBeGreaterThan(0);
  });

  it('is lower at noon than in the evening', () => {
    const at = (localHour: number) => {
      const found = made().hourly.filter((_, index) => (index + 1) % 24 === localHour);
      return found.reduce((total, { intensity }) => total + intensity, 0) / found.length;
    };
    expect(at(13)).toBeLessThan(0.8 * at(19));
  });

  it('is the same for the same seed, and says that it is made up', () => {
    expect(made()).toEqual(made());
    expect(made('b').hourly).not.toEqual(made().hourly);
    expect(made().provenance).toMatchObject({ kind: 'modelled', source: expect.stringMatching(/generator/) });
  });
});
