/** What a person needs to know once everything runs. */
export interface Ready {
  readonly url: string;
  /** Host and port. */
  readonly grpc?: string;
  /** Printed once, at the first start. */
  readonly oneTimePassword?: string;
  readonly agent: boolean;
  readonly seconds: number;
}

export const banner = ({ url, grpc, oneTimePassword, agent, seconds }: Ready): string => {
  const lines = [
    `Tutti is ready (${seconds.toFixed(1)} s).`,
    '',
    `  Console    ${url}`,
    `  API        ${url}/api/docs`,
    ...(grpc === undefined ? [] : [`  gRPC       ${grpc}`]),
    '  User       admin',
  ];
  if (oneTimePassword !== undefined) {
    lines.push(`  Password   ${oneTimePassword}   (shown once; you choose your own at the first sign-in)`);
  }
  if (agent) lines.push('', '  An agent on this machine enrols now and reads pictures at once.');
  else
    lines.push(
      '',
      '  Connect a device: create an enrolment token in the console, then `npm run agent -- --help`.',
    );
  lines.push('  Ctrl-C stops everything.', '');
  return lines.join('\n');
};
