/** A key's fingerprint in its groups, as the agent prints it. */
export const Fingerprint = ({ value, size = 15 }: { readonly value: string; readonly size?: number }) => (
  <span
    className="mono"
    style={{ fontSize: size, fontWeight: 600, letterSpacing: '0.03em', userSelect: 'all' }}
    data-fingerprint
  >
    {value}
  </span>
);
