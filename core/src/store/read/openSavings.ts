/**
 * Open opportunities added up by `column` (`cluster_id` or `workload_id`). What is unknown of some is
 * left out of the sum, and so is what another opportunity includes; where it is unknown of all, the sum is unknown. Always added in the same order:
 * pages are sorted by these sums, and another order may give another last digit.
 */
export const openSavingsBy = (column: 'cluster_id' | 'workload_id'): string => `(
  select ${column}, count(*)::integer as opportunities,
         sum(saving_usd_per_month order by id) filter (where included_in is null) as usd,
         sum(realisable_usd_per_month order by id) filter (where included_in is null) as realisable,
         sum(saving_grams_co2e_per_month order by id) filter (where included_in is null) as grams
    from greenops.opportunities where status = 'open' group by ${column})`;

/** Selected from {@link openSavingsBy} joined as `o`: where there is nothing to save, that is known to be 0. */
export const OPEN_SAVINGS_COLUMNS = `
  coalesce(o.opportunities, 0) as opportunities,
  coalesce(o.usd, 0) as "savingUsdPerMonth",
  case when o.opportunities is null then 0 else o.realisable end as "realisableUsdPerMonth",
  case when o.opportunities is null then 0 else o.grams end as "savingGramsCO2ePerMonth"`;
