// A Turbopack loader: the module holds nothing.
module.exports = () => "export default {};";
