/** Style sheets that pages import for their effect; the bundler takes them. */
declare module "*.css";
