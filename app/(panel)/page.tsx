import { redirect } from "next/navigation";

const HomePage = () => redirect("/servers");

export default HomePage;
