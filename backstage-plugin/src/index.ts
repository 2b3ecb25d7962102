/**
 * GreenOps Advisor for Backstage: an overview page, a tab and a card on catalog entities.
 *
 * @packageDocumentation
 */
export { greenopsPlugin as default } from './plugin';
export { greenopsApiRef } from './api';
