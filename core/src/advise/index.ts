export { advise } from './advise.ts';
