using Signet.Cli;
using Signet.Cli.Commands;

return await CommandRunner.RunAsync(SignetCommand.Create(), args);
