// k6/html: what a login page needs.
import { parseHTML } from "k6/html";
export const options = { iterations: 1 };
const page = `<html><head><title>A &amp; B</title></head><body class="c d">
<form id="login" action="/login"><input type="hidden" name="csrf" value="tok&quot;en"><input name="user" value="ann">
<select name="s"><option value="1">one</option><option value="2" selected>two</option></select><textarea name="t">text</textarea><input type="checkbox" name="box" checked></form>
<ul><li data-n="1">a</li><li data-n="2" class="x">b <b>c</b></li><li>d</li></ul></body></html>`;
export default function () {
  const doc = parseHTML(page);
  console.log(doc.find("title").text(), doc.find("li").size(), doc.find("input[name=csrf]").attr("value"), doc.find("input[name=csrf]").val());
  console.log(doc.find("li").map((i, el) => el.text()).join("|"), doc.find("li.x").html(), doc.find("li").eq(1).text());
  console.log(doc.find("form").serialize(), JSON.stringify(doc.find("form").serializeArray()), JSON.stringify(doc.find("form").serializeObject()));
  console.log(doc.find("li.x").next().text(), doc.find("li.x").prev().text(), doc.find("b").closest("ul").children().size(), doc.find("li").first().data("n"), doc.find("li").last().text());
  doc.find("li").each((i, el) => console.log(i, el.nodeName(), el.textContent(), el.getAttribute("data-n")));
  console.log(doc.find("li").filter(".x").size(), doc.find("li").not(".x").size(), doc.find("li").is(".x"), doc.find("ul").has("b").size(), doc.find("select").val(), doc.find("nothing").text() === "", doc.find("nothing").attr("x"), doc.find("a").attr("href", "default"));
  const el = doc.find("body").get(0);
  console.log(el.className(), el.id(), el.childElementCount(), el.hasAttribute("class"), el.firstElementChild().id(), el.querySelector("b").innerHTML());
}
