/**
 * Lets the style elements in that our own scripts make: each carries the nonce of this page, without which the server's
 * policy shows none. Styles that come with HTML from elsewhere do not pass through here, and stay without effect.
 * The development server sends no policy and no nonce.
 */
export function stampStyles(page: Document): void {
  const nonce = page.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
  if (!nonce) return;
  const create = page.createElement.bind(page);
  page.createElement = (name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  };
}
