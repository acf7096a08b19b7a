import { problem } from '@tutti/contracts/common';

/** The server said no, and will say so again. `code` is stable and for programs, the message for people. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

export const refusalOf = async (response: Response): Promise<HttpRefusal> => {
  const told = problem.safeParse(parsed(await response.text())).data;
  const message = told?.detail ?? told?.title ?? `The server answered ${response.status}.`;
  return new HttpRefusal(response.status, told?.code ?? `http.${response.status}`, message);
};

/** What passes by itself: the server is away, overloaded, or starting. */
export const isPassing = (status: number): boolean => status >= 500 || status === 408 || status === 429;
