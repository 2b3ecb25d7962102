export { type DemoOptions, demoClusters } from './demoClusters.ts';
export { demoRecordingFile } from './demoRecordings.ts';
