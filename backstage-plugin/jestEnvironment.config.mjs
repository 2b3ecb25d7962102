import { TestEnvironment } from 'jest-environment-jsdom';

/** jsdom with the parts of a browser that Node has and jsdom has not. */
export default class BrowserEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    Object.assign(this.global, {
      Headers,
      Request,
      Response,
      TextDecoder,
      TextEncoder,
      structuredClone,
      TransformStream,
      ReadableStream,
      WritableStream,
      BroadcastChannel,
    });
  }
}
