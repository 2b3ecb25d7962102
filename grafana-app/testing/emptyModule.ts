/** In the place of style sheets and images, which jsdom does not load. */
export {};
