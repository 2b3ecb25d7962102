export { openRecording, type OpenRecordingOptions } from './openRecording.ts';
export { writeRecording, type WriteRecordingOptions } from './writeRecording.ts';
export { shiftSource } from './shiftSource.ts';
