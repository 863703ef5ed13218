using FsCheck.Xunit;

[assembly: Properties(QuietOnSuccess = true)]
