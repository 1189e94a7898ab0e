-- A pandoc filter: writes a document of docs/ as a manual page.
--
--   pandoc -f gfm -t man --ascii -L manual_page.lua \
--       -M section=1 -M date=2026-01-02 -M version=1.2.3 docs/check-uptime.md
--
-- A document has the sections of a manual page, and NAME in place of its title. Its tables become
-- lists, as manual pages have them. In front of a document that the page is to hold as well stands
-- `<!-- include: state.md -->`; its title becomes a section.

local SUITE = "mackerel-native-plugins"
local DOCUMENTATION = "/usr/share/doc/" .. SUITE .. "/docs/"
local WIDTH = 66 -- of code: 80 columns less the indentation

local section, directory

local function read(path)
  local file = assert(io.open(path))
  local text = file:read("a")
  file:close()
  return pandoc.read(text, "gfm").blocks
end

-- What is typed, in roff's escapes.
local function escape(line)
  line = line:gsub("\\", "\\e"):gsub("-", "\\-"):gsub("'", "\\(aq"):gsub("`", "\\(ga")
  line = line:gsub("%^", "\\(ha"):gsub("~", "\\(ti"):gsub("…", "..."):gsub("^%.", "\\&.")
  return (line:gsub("[\xC2-\xF4][\x80-\xBF]+", function(character)
    return ("\\[u%04X]"):format(utf8.codepoint(character))
  end))
end

-- What is typed in a sentence, in bold; what stands for a value, such as DURATION, in italics.
local function typed(text, font)
  return pandoc.RawInline("man", ("\\f[%s]%s\\f[R]"):format(font or "B", escape(text)))
end

-- The words of a command line.
local function words(code)
  local result = pandoc.List()
  for word in code.text:gmatch("%S+") do
    if #result > 0 then result:insert(pandoc.Space()) end
    result:insert(typed(word, word:match("^%[?%u") and "I" or "B"))
  end
  return result
end

-- The blocks without comments, with the included documents, and headings so many levels higher.
local function sections(blocks, levels)
  local result, title = pandoc.List(), ""
  for _, block in ipairs(blocks) do
    local included = block.t == "RawBlock" and block.text:match("^<!%-%- include: (%S+) %-%->")
    local is_first = #result > 0 and result[#result].t == "Header"
    if included then
      result:extend(sections(read(directory .. "/" .. included), 0))
    elseif block.t == "Header" then
      title = pandoc.utils.stringify(block)
      if block.level - levels == 1 then title = pandoc.text.upper(title) end
      result:insert(pandoc.Header(block.level - levels, title))
    elseif block.t == "Para" and is_first then -- no blank line in front of it
      local text = pandoc.Plain(block.content)
      result:insert(title == "SYNOPSIS" and pandoc.walk_block(text, { Code = words }) or text)
    elseif block.t ~= "RawBlock" then
      result:insert(block)
    end
  end
  return result
end

-- A row: its first cell, and behind it the others with the titles of their columns.
local function definition(titles, cells)
  local text = pandoc.List()
  for at = 2, #cells do
    local cell = pandoc.utils.blocks_to_inlines(cells[at].contents)
    local title = titles[at]
    if #cell > 0 and title == "default" then
      text:extend({ pandoc.Space(), pandoc.Str("(default: "), table.unpack(cell) })
      text:insert(pandoc.Str(")"))
    elseif #cell > 0 then
      if #text > 0 then text:extend({ pandoc.Str(";"), pandoc.Space() }) end
      if at > 2 and title ~= "" then text:extend({ pandoc.Str(title .. ":"), pandoc.Space() }) end
      text:extend(cell)
    end
  end
  local head = pandoc.Plain(pandoc.utils.blocks_to_inlines(cells[1].contents))
  return { pandoc.walk_block(head, { Code = words }).content, { { pandoc.Plain(text) } } }
end

local function list_of_rows(block)
  local titles = block.head.rows[1].cells:map(function(cell)
    return pandoc.utils.stringify(cell.contents)
  end)
  return pandoc.DefinitionList(block.bodies[1].body:map(function(row)
    return definition(titles, row.cells)
  end))
end

-- Another document is another page, a section of the page of the whole suite, or a file.
local function reference(link)
  local document = link.target:match("^([%w-]+)%.md")
  if not document then return nil end
  if pandoc.utils.stringify(link) == SUITE then return typed(SUITE) end
  if document == "common" or document == "state" or document == "wrappers" then
    if section == "7" then return link.content end
    return pandoc.List({ pandoc.Quoted("DoubleQuote", link.content), pandoc.Str(" in "),
      typed(SUITE), pandoc.Str("(7)") })
  end
  if document:match("^check%-") or document:match("^mackerel%-") or document:match("checker$") then
    return { typed(document), pandoc.Str("(1)") }
  end
  return link.content .. { pandoc.Str(" (" .. DOCUMENTATION .. document .. ".md)") }
end

-- What stays of an array in its line: as many items as fit; none, where the first one does not;
-- that one, where it is too long for any line.
local function first_items(line, fitting)
  return fitting:match("^(.*,) ") or line:match("^command = %[") or line:match("^(.-,) ")
end

-- A line that is too long goes on below: a command behind a backslash, or its note; an array behind
-- one of its items; a comment as one.
local function folded(line)
  local is_command, is_array = line:match("^%$ "), line:match("^command = %[")
  local indentation = line:match("^# ") or "    "
  local lines = pandoc.List()
  while utf8.len(line) > WIDTH do
    local fitting = line:sub(1, utf8.offset(line, WIDTH - 1))
    local command, note = fitting:match("^(.-) +()# ")
    if not is_command then note = nil end
    local head = is_array and first_items(line, fitting) or note and command
      or not is_array and fitting:match("^(.*%S) ")
    if not head or not head:match("%S") then break end
    lines:insert(head .. (is_command and not note and " \\" or ""))
    indentation = head:match("%[$") and " " or indentation
    line = indentation .. line:sub(note or #head + 1):gsub("^ ", "")
  end
  lines:insert(line)
  return lines
end

local function example(block)
  local lines = pandoc.List({ ".RS 4", ".PP", ".EX" })
  for line in (block.text .. "\n"):gmatch("(.-)\n") do
    lines:extend(folded(line):map(escape))
  end
  lines:extend({ ".EE", ".RE" })
  return pandoc.RawBlock("man", table.concat(lines, "\n"))
end

local function page(doc)
  local function meta(name) return pandoc.utils.stringify(doc.meta[name]) end
  local path = PANDOC_STATE.input_files[1]
  directory, section = pandoc.path.directory(path), meta("section")
  local name = section == "7" and SUITE or pandoc.path.filename(path):gsub("%.md$", "")
  local summary = doc.blocks[2] -- behind the title
  local start = pandoc.RawBlock("man", table.concat({
    ('.TH %s %s %s "%s %s" "Mackerel plugins"'):format(
      escape(name:upper()), section, meta("date"), SUITE, meta("version")),
    ".ss 12 0", ".nh", ".nr HY 0", ".ad l", -- neither hyphens nor wide blanks
    ".SH NAME", escape(pandoc.utils.stringify(summary)) }, "\n"))
  return pandoc.Pandoc({ start, table.unpack(sections({ table.unpack(doc.blocks, 3) }, 1)) })
end

return {
  { Pandoc = page },
  { Table = list_of_rows },
  { Code = function(text) return typed(text.text) end,
    CodeBlock = example, Link = reference },
}
