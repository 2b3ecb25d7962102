import { Secondary } from '../elements/Secondary.tsx';

interface ShownCountProps {
  /** Rows on the page. */
  readonly shown: number;
  /** Items the API gave: all that fit its filters, or the first so many. */
  readonly given: number;
  /** Items that fit the API's filters. */
  readonly total: number;
  readonly one: string;
  readonly many: string;
  /** What the first so many are: `with the largest saving`. */
  readonly firstBy: string;
}

/** How much of everything is on the page, so that nobody takes a part for the whole. */
export function ShownCount({ shown, given, total, one, many, firstBy }: ShownCountProps) {
  const nouns = total === 1 ? one : many;
  const partly =
    given < total ? ` among the ${given} ${firstBy} of ${total}; filter to reach the others` : '';
  return (
    <Secondary>{shown === total ? `${total} ${nouns}` : `${shown} of ${total} ${nouns}${partly}`}</Secondary>
  );
}
