import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Pages are code-split and compiled when they are first asked for.
configure({ asyncUtilTimeout: 20_000 });

/** What @grafana/ui and @grafana/scenes expect of a browser and jsdom does not do. */
class Observer {
  observe() {}
  unobserve() {}
  disconnect() {}
}

/** React schedules through it; Node's own would keep the test process alive. */
class MessageChannelOnTimers {
  readonly port1: { onmessage: ((event: { data: unknown }) => void) | null } = { onmessage: null };
  readonly port2 = {
    postMessage: (data: unknown) => void setTimeout(() => this.port1.onmessage?.({ data }), 0),
  };
}

if (typeof window !== 'undefined') {
  Object.assign(window, {
    ResizeObserver: Observer,
    IntersectionObserver: Observer,
    MessageChannel: MessageChannelOnTimers,
    matchMedia: (media: string) => Object.assign(new EventTarget(), { matches: false, media }),
  });
  // jsdom knows no pseudo elements and complains at each question for one.
  const { getComputedStyle } = window;
  window.getComputedStyle = element => getComputedStyle(element);
  // @grafana/ui measures text with it.
  HTMLCanvasElement.prototype.getContext = jest.fn().mockReturnValue({
    measureText: (text: string) => ({ width: 8 * text.length }),
  });
}
