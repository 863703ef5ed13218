using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace Conformance.Tests.Properties.FsCheckXunit.Samples;

[Properties(MaxTest = 20, StartSize = 3, EndSize = 30, Arbitrary = [typeof(OuterNumbers)])]
internal static class CascadeSample
{
    [Property]
    public static void Outer(int number) => Assert.Equal(1, number);

    [Properties(MaxTest = 7, EndSize = 40, Arbitrary = [typeof(NestedNumbers)])]
    internal static class Nested
    {
        [Property]
        public static void Inner(int number) => Assert.Equal(2, number);

        [Property(MaxTest = 5, QuietOnSuccess = false, Arbitrary = [typeof(MethodNumbers), typeof(OuterNumbers)])]
        public static void Method(int number) => Assert.Equal(3, number);
    }

    internal static class OuterNumbers
    {
        public static Arbitrary<int> Numbers() => Gen.Constant(1).ToArbitrary();
    }

    internal static class NestedNumbers
    {
        public static Arbitrary<int> Numbers() => Gen.Constant(2).ToArbitrary();
    }

    internal static class MethodNumbers
    {
        public static Arbitrary<int> Numbers() => Gen.Constant(3).ToArbitrary();
    }
}
