using Signet.Gateway.Surfaces.Responses;

namespace Signet.Gateway.Tests.Surfaces.Responses;

public sealed class ResponsesRequestTests
{
    private static readonly ResponsesSurface Surface = new();

    [Fact]
    public void Read_Text_IsWhatTheUserSays() => Assert.Equal(
        [
            "Unknown None 0 /model m",
            "Text User 0 /input Hello",
            "Text Developer 0 /instructions Be brief.",
            "Unknown None 0 /user u-1",
            "Unknown None 0 /metadata/*0/~key team",
            "Unknown None 0 /metadata/*0 a",
            "Unknown None 0 /*7/~key odd",
            "Unknown None 0 /*7/text deep",
        ],
        SurfaceRead.Items(Surface, """
            {"model":"m","input":"Hello","instructions":"Be brief.","user":"u-1","metadata":{"team":"a"},"stream":true,"tool_choice":"auto",
            "odd":{"text":"deep"}}
            """));

    [Fact]
    public void Read_Messages_AreItemsOfTheirRoles() => Assert.Equal(
        [
            "Text System 0 /input/0/content a",
            "Text User 1 /input/1/content/0/text b",
            "Media User 1 /input/1/content/1/image_url ",
            "Unknown User 1 /input/1/content/1/detail low",
            "Unknown User 1 /input/1/content/2/image_url https://host/picture",
            "Media User 1 /input/1/content/2/image_url ",
            "Unknown User 1 /input/1/content/3/filename f.pdf",
            "Media User 1 /input/1/content/3/file_data ",
            "Unknown User 1 /input/1/content/4/file_id file-1",
            "Media User 1 /input/1/content/4/file_id ",
            "Media User 1 /input/1/content/5/input_audio/data ",
            "Unknown User 1 /input/1/content/5/input_audio/format mp3",
            "Unknown Assistant 2 /input/2/id msg_1",
            "Text Assistant 2 /input/2/content/0/text c",
            "Refusal Assistant 2 /input/2/content/1/refusal no",
            "Text Developer 3 /input/3/content d",
        ],
        SurfaceRead.Items(Surface, """
            {"input":[{"role":"system","content":"a"},
            {"type":"message","role":"user","content":[{"type":"input_text","text":"b"},{"type":"input_image","image_url":"data:image/png;base64,AAAA","detail":"low"},
              {"type":"input_image","image_url":"https://host/picture"},{"type":"input_file","filename":"f.pdf","file_data":"data:application/pdf;base64,AAAA"},
              {"type":"input_file","file_id":"file-1"},{"type":"input_audio","input_audio":{"data":"AAAA","format":"mp3"}}]},
            {"type":"message","role":"assistant","id":"msg_1","status":"completed","content":[{"type":"output_text","text":"c"},{"type":"refusal","refusal":"no"}]},
            {"role":"developer","content":"d"}]}
            """));

    [Fact]
    public void Read_CallsAndResults_AreItemsOfTheirKinds() => Assert.Equal(
        [
            "Unknown Assistant 0 /input/0/call_id c",
            "ToolCall Assistant 0 /input/0/name t",
            "ToolCall Assistant 0 /input/0/arguments {}",
            "Unknown Tool 1 /input/1/call_id c",
            "ToolResult Tool 1 /input/1/output done",
            "Unknown Tool 2 /input/2/call_id c",
            "ToolResult Tool 2 /input/2/output/0/text part",
            "Media Tool 2 /input/2/output/1/image_url ",
            "ToolCall Assistant 3 /input/3/input raw",
            "Unknown Assistant 4 /input/4/id rs",
            "Reasoning Assistant 4 /input/4/summary/0/text so",
            "Media Assistant 4 /input/4/encrypted_content ",
            "Unknown None 5 /input/5/id msg_9",
            "Media None 5 /input/5/id ",
            "ToolCall Assistant 6 /input/6/action/type click",
            "Media Tool 7 /input/7/output/image_url ",
            "ToolResult Tool 7 /input/7/output/type computer_screenshot",
            "ToolCall Assistant 8 /input/8/action/command/0 ls",
            "ToolCall Assistant 9 /input/9/code print(1)",
            "ToolResult Assistant 9 /input/9/outputs/0/logs 1",
            "Media Assistant 10 /input/10/result ",
            "ToolDefinition Tool 11 /input/11/tools/0/name t",
            "ToolCall Assistant 12 /input/12/arguments {}",
            "ToolResult Assistant 12 /input/12/output o",
            "Unknown User 13 /input/13/reason why",
            "Media None 14 /input/14/encrypted_content ",
            "Unknown None 15 /input/15/encrypted_content not sealed",
        ],
        SurfaceRead.Items(Surface, """
            {"input":[{"type":"function_call","call_id":"c","name":"t","arguments":"{}"},
            {"type":"function_call_output","call_id":"c","output":"done"},
            {"type":"custom_tool_call_output","call_id":"c","output":[{"type":"input_text","text":"part"},{"type":"input_image","image_url":"data:image/png;base64,AAAA"}]},
            {"type":"custom_tool_call","input":"raw"},
            {"type":"reasoning","id":"rs","summary":[{"type":"summary_text","text":"so"}],"encrypted_content":"gAAA-_="},
            {"id":"msg_9"},
            {"type":"computer_call","action":{"type":"click","x":1}},
            {"type":"computer_call_output","output":{"image_url":"data:image/png;base64,AAAA","type":"computer_screenshot"}},
            {"type":"local_shell_call","action":{"command":["ls"]}},
            {"type":"code_interpreter_call","code":"print(1)","outputs":[{"logs":"1"}]},
            {"type":"image_generation_call","result":"AAAA"},
            {"type":"mcp_list_tools","tools":[{"name":"t"}]},
            {"type":"mcp_call","arguments":"{}","output":"o"},
            {"type":"mcp_approval_response","approve":true,"reason":"why"},
            {"type":"compaction","encrypted_content":"gAAA"},
            {"type":"compaction","encrypted_content":"not sealed"}]}
            """));

    [Fact]
    public void Read_WhatTheProviderLoads_IsSaidToBeUnread() => Assert.Equal(
        [
            "ToolDefinition None 0 /tools/0/vector_store_ids/0 vs_1",
            "Media None 0 /tools/0/vector_store_ids/0 ",
            "ToolDefinition None 0 /tools/1/container cntr_1",
            "Media None 0 /tools/1/container ",
            "ToolDefinition None 0 /tools/2/server_label l",
            "ToolDefinition None 0 /tools/2/server_url https://host/mcp",
            "Media None 0 /tools/2/server_url ",
            "ToolDefinition None 0 /tools/2/authorization key",
            "ToolDefinition None 0 /tools/3/name f",
            "ToolDefinition None 0 /tools/3/parameters/properties/*0/~key city",
            "ToolDefinition None 0 /tools/3/parameters/properties/*0/description which",
            "Unknown None 0 /prompt/id pmpt_1",
            "Media None 0 /prompt/id ",
            "Text User 0 /prompt/variables/*0/~key who".Replace("Text User", "Unknown None", StringComparison.Ordinal),
            "Text User 0 /prompt/variables/*0 Ada",
            "Unknown None 0 /previous_response_id resp_1",
            "Media None 0 /previous_response_id ",
            "Unknown None 0 /conversation/id conv_1",
            "Media None 0 /conversation/id ",
        ],
        SurfaceRead.Items(Surface, """
            {"tools":[{"type":"file_search","vector_store_ids":["vs_1"]},{"type":"code_interpreter","container":"cntr_1"},
            {"type":"mcp","server_label":"l","server_url":"https://host/mcp","authorization":"key"},
            {"type":"function","name":"f","parameters":{"properties":{"city":{"description":"which"}}}}],
            "prompt":{"id":"pmpt_1","variables":{"who":"Ada"}},"previous_response_id":"resp_1","conversation":{"id":"conv_1"}}
            """));

    [Theory]
    [InlineData("""{"model":5,"input":"x"}""", "model_not_a_string")]
    [InlineData("""{"model":"m","input":5}""", "input_invalid")]
    [InlineData("""{"model":"m","input":{}}""", "input_invalid")]
    [InlineData("""{"model":"m","input":["x"]}""", "input_item_invalid")]
    [InlineData("""{"model":"m","input":[{}]}""", "input_item_invalid")]
    [InlineData("""{"model":"m","input":[{"type":5}]}""", "input_item_invalid")]
    [InlineData("""{"model":"m","input":[{"content":"x"}]}""", "input_item_invalid")]
    [InlineData("""{"model":"m","input":[{"role":"tool","content":"x"}]}""", "message_role_unknown")]
    [InlineData("""{"model":"m","input":[{"type":"message","content":"x"}]}""", "message_role_unknown")]
    [InlineData("""{"model":"m","input":[{"role":5,"content":"x"}]}""", "message_role_unknown")]
    [InlineData("""{"model":"m","input":[{"role":"user","content":{}}]}""", "message_content_invalid")]
    [InlineData("""{"model":"m","input":[{"role":"user","content":["x"]}]}""", "message_content_invalid")]
    [InlineData("""{"model":"m","input":[{"role":"user","content":[{"text":"x"}]}]}""", "message_content_invalid")]
    [InlineData("""{"model":"m","input":[{"type":"function_call_output","output":{}}]}""", "tool_output_invalid")]
    [InlineData("""{"model":"m","input":[{"type":"custom_tool_call_output","output":[5]}]}""", "tool_output_invalid")]
    [InlineData("""{"model":"m","input":"x","instructions":[]}""", "instructions_not_a_string")]
    [InlineData("""{"model":"m","input":"x","tools":{}}""", "tools_invalid")]
    [InlineData("""{"model":"m","input":"x","tools":[{"name":"t"}]}""", "tools_invalid")]
    [InlineData("""{"model":"m","input":"x","stream":"true"}""", "stream_not_a_boolean")]
    [InlineData("""{"model":"m","input":"x","prompt_token_ids":[1]}""", "input_not_text")]
    public void Read_AnotherShape_IsRefused(string body, string error) => Assert.Equal(error, SurfaceRead.Of(Surface, body).Error);

    [Theory]
    [InlineData("""{"input":[{"type":"new_item","text":"SECRET"}]}""", "new_item", "Unknown None 0 /input/0/text SECRET")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"new_part","text":"SECRET"}]}]}""", "new_part", "Text User 0 /input/0/content/0/text SECRET")]
    [InlineData("""{"tools":[{"type":"new_tool","text":"SECRET"}]}""", "new_tool", "ToolDefinition None 0 /tools/0/text SECRET")]
    [InlineData("""{"input":[{"type":"Not a NAME","text":"SECRET"}]}""", "other", "Unknown None 0 /input/0/text SECRET")]
    public void Read_UnknownTypes_AreNamedAndReadAllTheSame(string body, string name, string item)
    {
        Assert.Equal([name], SurfaceRead.Of(Surface, body).Read!.Unknowns);
        Assert.Contains(item, SurfaceRead.Items(Surface, body));
    }

    [Theory]
    [InlineData("""{"model":"m","input":"x","stream":true}""", true)]
    [InlineData("""{"model":"m","input":"x","stream":false}""", false)]
    [InlineData("""{"prompt":{"id":"p"}}""", false)]
    public void Read_Stream_IsWhatTheBodySays(string body, bool stream) => Assert.Equal(stream, SurfaceRead.Of(Surface, body).Read!.Stream);

    [Fact]
    public void Count_IsReadLikeTheRequest()
    {
        var surface = new InputTokensSurface();
        Assert.Equal(["Unknown None 0 /model m", "Text User 0 /input x"], SurfaceRead.Items(surface, """{"model":"m","input":"x"}"""));
        Assert.Equal("stream_not_supported", SurfaceRead.Of(surface, """{"model":"m","input":"x","stream":true}""").Error);
    }
}
