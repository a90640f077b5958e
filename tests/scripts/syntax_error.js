// What is no script.
export default function () {
  const = 5;
}
