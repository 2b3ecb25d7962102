/** Stands where @backstage/ui puts its styles into the page. */
module.exports = () => undefined;
