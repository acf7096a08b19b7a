import { shortSerial } from '../../lib/short';

/** A serial number in little room; all of it for who points at it. */
export const Serial = ({ value }: { readonly value: string }) => (
  <span className="mono" title={value}>
    {shortSerial(value)}
  </span>
);
